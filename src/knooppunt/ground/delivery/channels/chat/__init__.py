"""Chat: a message to an incoming webhook of Teams, Mattermost or a bridge to Matrix."""
