"""Every component, block and question of the site in every state, on one page. Routed in development only."""
