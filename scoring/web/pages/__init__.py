"""The pages of the workspace, one module each; `scoring.web.app` puts their routes together."""
