"""The faces of complaints."""
