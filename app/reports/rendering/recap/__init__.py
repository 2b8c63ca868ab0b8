"""The recap of a whole city: data in, bytes out."""
