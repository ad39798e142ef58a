package dev.charloom.exchange;

import java.util.List;
import java.util.Optional;

/// The formats that there are.
///
/// @param all the one that is meant where none is named comes first
public record ModelFormats(List<ModelFormat> all) {

    public ModelFormats {
        all = List.copyOf(all);
    }

    /// The format that is meant where none is named.
    public ModelFormat usual() {
        return all.getFirst();
    }

    public List<String> names() {
        return all.stream().map(ModelFormat::name).toList();
    }

    public Optional<ModelFormat> named(String name) {
        return all.stream().filter(format -> format.name().equals(name)).findFirst();
    }
}
