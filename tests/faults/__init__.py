"""What happens to answers and messages when things fail."""
