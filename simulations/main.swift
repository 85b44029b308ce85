// A whole organisation in one process on virtual time.
print("simulate")
