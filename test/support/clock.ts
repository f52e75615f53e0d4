/** An instant of the day of the tests, 23 November 2026, from hours and minutes in UTC. */
export const at = (time: string): string => `2026-11-23T${time}:00.000Z`;
