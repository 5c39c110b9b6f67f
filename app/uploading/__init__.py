"""`shaffaf upload`: a folder sent to a server, as often begun anew as need be; only what the server lacks is sent."""
