package dev.charloom.engine.kernel;

import java.util.ArrayList;
import java.util.List;

/// Sizes of products that leave a remainder wherever a kernel divides by a power of two.
final class ProductSizes {

    private static final int[] SMALL = {1, 2, 3, 4, 5, 7, 8, 17};
    private static final int[] MIDDLE = {1, 4, 17, 64, 65};
    private static final int[][] LARGE = {
        {3, 5, 1021},
        {4, 7, 1024},
        {5, 4, 1025},
        {7, 3, 2050},
        {4, 1021, 7},
        {5, 1025, 3},
        {1, 2050, 65},
        {2, 600, 70},
        {2, 33, 96},
        {17, 385, 64},
        {6, 383, 5},
        {1021, 5, 3},
        {1025, 8, 4},
        {2050, 2, 5},
        {17, 65, 1021},
        {5, 129, 1025},
        {9, 513, 2050},
        {256, 7, 1601},
        {300, 265, 270},
        {50, 41, 200},
        {9, 530, 208},
    };

    private ProductSizes() {}

    /// Triples of rows, terms and columns.
    static List<int[]> all() {
        var sizes = new ArrayList<int[]>();
        addCube(SMALL, sizes);
        addCube(MIDDLE, sizes);
        sizes.addAll(List.of(LARGE));
        return sizes;
    }

    private static void addCube(int[] edge, List<int[]> sizes) {
        for (int rows : edge) {
            for (int terms : edge) {
                for (int columns : edge) {
                    sizes.add(new int[] {rows, terms, columns});
                }
            }
        }
    }
}
