package dev.charloom.web.access;

/// The service would be open to other machines, and nobody said that it should be.
final class OpenToOthers extends RuntimeException {

    /// @param address what it would listen on
    OpenToOthers(String address) {
        super(
                "server.address is %s, so that other machines reach the service, but there are no keys in charloom.security.api-keys"
                        .formatted(address));
    }
}
