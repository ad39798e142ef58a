package dev.charloom.web.binding;

import java.util.Set;

/// Which fields a request had, where that makes a difference: what was given goes before what is filled in. A
/// component of this type is no field.
public final class GivenFields {

    private final Set<String> names;

    /// @param names of the fields that had a value
    public GivenFields(Set<String> names) {
        this.names = Set.copyOf(names);
    }

    public Set<String> names() {
        return names;
    }
}
