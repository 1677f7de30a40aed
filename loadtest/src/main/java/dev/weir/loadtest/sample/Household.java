package dev.weir.loadtest.sample;

/**
 * People who share a case number and a home.
 *
 * @param firstPerson index of its first person; the others follow
 */
record Household(
        int index, int firstPerson, int size, String caseNumber, String lastName, Address home, String phone) {}
