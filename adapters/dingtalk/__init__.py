"""DingTalk: Stream mode or signed HTTP in; cards, or markdown with typed answers, out."""
