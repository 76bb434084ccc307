"""Small widgets that every page uses; import them from their modules, so that the start loads only what it paints."""
