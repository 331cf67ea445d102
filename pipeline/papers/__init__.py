"""The papers of the procedure as PDF, DOCX, CSV and the offline archive."""
