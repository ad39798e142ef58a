package dev.charloom.web;

import java.util.Comparator;
import java.util.List;
import org.springframework.http.MediaType;

/// Chooses the form of an answer by the `Accept` header of its request.
final class Accepted {

    private Accepted() {}

    /// The form that the client likes best, by the quality of the most specific range that it is in (RFC 9110, 12.5.1);
    /// of equally liked ones, the one whose range stands first; the first of all if it likes none.
    ///
    /// @param accept the header
    /// @param offered the forms that there are
    static MediaType best(String accept, List<MediaType> offered) {
        List<MediaType> ranges = MediaType.parseMediaTypes(accept);
        return offered.stream()
                .min(Comparator.<MediaType>comparingDouble(form -> -quality(form, ranges))
                        .thenComparingInt(form -> quality(form, ranges) > 0 ? place(form, ranges) : ranges.size()))
                .orElseThrow();
    }

    private static double quality(MediaType form, List<MediaType> ranges) {
        int place = place(form, ranges);
        return place < ranges.size() ? ranges.get(place).getQualityValue() : 0;
    }

    /// Where the most specific range is that a form is in; behind all of them for nowhere.
    private static int place(MediaType form, List<MediaType> ranges) {
        int found = ranges.size();
        for (int i = 0; i < ranges.size(); i++) {
            if (ranges.get(i).includes(form)
                    && (found == ranges.size() || isNarrower(ranges.get(i), ranges.get(found)))) {
                found = i;
            }
        }
        return found;
    }

    private static boolean isNarrower(MediaType one, MediaType other) {
        return (other.isWildcardType() && !one.isWildcardType())
                || (other.isWildcardSubtype() && !one.isWildcardSubtype());
    }
}
