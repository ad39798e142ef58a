package dev.charloom.engine.kernel;

/// How the columns of B are cut into panels: as many as a tile has into each, and what is left into the last one. Where
/// that would be a single vector, and tiles have three, it gets another one from the panel before: the few sums of a
/// tile with one vector leave the multipliers waiting.
///
/// @param columns all of them
/// @param width columns of a whole panel, and of the memory that every panel takes
/// @param whole panels, which come first
/// @param narrow columns of those that follow, of which the last one may have fewer
record PanelCut(int columns, int width, int whole, int narrow) {

    /// @param tile the largest one
    static PanelCut of(int columns, TileShape tile) {
        int lanes = tile.set().lanes();
        int vectors = Math.ceilDiv(columns, lanes);
        boolean oneLeft = tile.vectors() > 2 && vectors > tile.vectors() && vectors % tile.vectors() == 1;
        return oneLeft
                ? new PanelCut(columns, tile.columns(), vectors / tile.vectors() - 1, tile.columns() - lanes)
                : new PanelCut(columns, tile.columns(), columns / tile.columns(), tile.columns());
    }

    /// Panels.
    int count() {
        return whole + Math.ceilDiv(columns - whole * width, narrow);
    }

    /// The panel with a column.
    int panelOf(int column) {
        return column < whole * width ? column / width : whole + (column - whole * width) / narrow;
    }

    /// The first column of a panel.
    int first(int panel) {
        return panel < whole ? panel * width : whole * width + (panel - whole) * narrow;
    }

    /// The column after the last one of a panel.
    int end(int panel) {
        return Math.min(columns, first(panel) + (panel < whole ? width : narrow));
    }

    /// How many panels from this one on have as many columns.
    int alike(int panel) {
        return panel < whole ? whole - panel : Math.max(1, (columns - first(panel)) / narrow);
    }
}
