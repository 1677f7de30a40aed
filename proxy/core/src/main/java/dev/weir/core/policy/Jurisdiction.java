package dev.weir.core.policy;

import java.util.List;

/**
 * A state, district or territory that submits.
 *
 * @param usps USPS code
 * @param ansi ANSI codes under which it submits, the main one first
 * @param name short name
 * @param ownName name as the jurisdiction writes it
 * @param plaintiff2025 whether it was among the twenty states that sued in July 2025
 */
public record Jurisdiction(String usps, List<String> ansi, String name, String ownName, boolean plaintiff2025) {
    public Jurisdiction {
        ansi = List.copyOf(ansi);
    }
}
