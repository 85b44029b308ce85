// The command line; nothing else.
print("tillmesh")
