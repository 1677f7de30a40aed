package dev.weir.loadtest.sample;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;

/**
 * A claim with its lines.
 *
 * @param person empty for a payment that is tied to nobody
 * @param msisId the person's id, or one with a leading ampersand for a payment that is tied to nobody
 * @param adjustment number of the adjusted claim, blank for an original
 * @param home home address where the service was given at home
 */
record Claim(
        ClaimKind kind,
        int index,
        Optional<Person> person,
        String msisId,
        String number,
        String adjustment,
        Setting setting,
        boolean denied,
        LocalDate begin,
        LocalDate end,
        LocalDate adjudicated,
        Provider billing,
        Provider servicing,
        Optional<Address> home,
        List<ClaimLine> lines,
        Draw draw) {

    Claim {
        lines = List.copyOf(lines);
    }

    /** Returns ADJUSTMENT-IND: an original or a replacement. */
    String adjustmentCode() {
        return adjustment.isEmpty() ? "0" : "4";
    }

    /** Returns ADJUSTMENT-REASON-CODE, blank for an original. */
    String adjustmentReason() {
        return adjustment.isEmpty() ? "" : "001";
    }

    /** Returns TYPE-OF-CLAIM. */
    String type() {
        if (setting == Setting.TRACKING) {
            return "4";
        }
        boolean chip = person.map(Person::isSeparateChip).orElse(false);
        boolean encounter = plan().isPresent();
        return chip ? (encounter ? "C" : "A") : encounter ? "3" : "1";
    }

    Optional<Integer> plan() {
        return person.flatMap(Person::plan);
    }

    boolean crossesOver() {
        return person.map(Person::hasMedicare).orElse(false);
    }

    /** Returns whether only emergency services are covered, so that the expenditure line names the status. */
    boolean emergencyOnly() {
        return person.map(p -> p.status() == Status.EMERGENCY).orElse(false);
    }

    long sum(ToLongFunction<ClaimLine> amount) {
        return lines.stream().mapToLong(amount).sum();
    }
}
