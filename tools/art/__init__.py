"""Draw the illustrations of the example office: flat scenes composed by code, all of them ours."""
