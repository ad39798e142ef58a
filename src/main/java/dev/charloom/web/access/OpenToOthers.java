package dev.charloom.web.access;

/// The service would be open to other machines, and nobody said that it should be.
final class OpenToOthers extends RuntimeException {

    private final String property;

    /// @param property that says where it would listen
    /// @param address what it would listen on
    OpenToOthers(String property, String address) {
        super("%s is %s, so that other machines reach the service, but there are no keys in charloom.security.api-keys"
                .formatted(property, address));
        this.property = property;
    }

    String property() {
        return property;
    }
}
