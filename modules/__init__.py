"""The modules that come with vprog: a file or folder for each, or for each family of operators."""
