package dev.charloom.sampling;

/// Ids by ascending keys, equals by ascending id: a binary heap that allocates only when it has to grow.
final class NearestFirst {

    private double[] keys = new double[0]; // by place in the heap
    private int[] ids = new int[0];
    private int size;

    /// Empties it and makes room.
    void clear(int capacity) {
        if (capacity > ids.length) {
            keys = new double[capacity];
            ids = new int[capacity];
        }
        size = 0;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int id, double key) {
        int node = size++;
        while (node > 0 && isBefore(key, id, (node - 1) / 2)) {
            move((node - 1) / 2, node);
            node = (node - 1) / 2;
        }
        keys[node] = key;
        ids[node] = id;
    }

    /// Takes out the first id; there has to be one.
    int poll() {
        int first = ids[0];
        size--;
        double key = keys[size];
        int id = ids[size];
        int node = 0;
        for (int child = firstChild(0); child < size && !isBefore(key, id, child); child = firstChild(node)) {
            move(child, node);
            node = child;
        }
        keys[node] = key;
        ids[node] = id;
        return first;
    }

    /// The child of a node that comes first; beyond the heap if it has none.
    private int firstChild(int node) {
        int left = 2 * node + 1;
        int right = left + 1;
        return right < size && isBefore(keys[right], ids[right], left) ? right : left;
    }

    private boolean isBefore(double key, int id, int node) {
        return key < keys[node] || (key == keys[node] && id < ids[node]);
    }

    private void move(int from, int to) {
        keys[to] = keys[from];
        ids[to] = ids[from];
    }
}
