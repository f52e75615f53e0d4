// The rules of places, turns and booths in plain arrays, with nothing of the code under test.

/** One turn in the order in which people came; nobody's where the registration was never written. */
export type Turn = {
  person: number | null;
  state: 'live' | 'withdrawn' | 'refused' | 'void';
  hasPlace: boolean;
  isApproved: boolean;
  booth: string | null;
};

export type Hall = {
  capacity: number;
  needsApproval: boolean;
  turns: Turn[];
  /** Up to how many turns the job has looked for registrations. */
  checked: number;
  /** How many turns there were when the job noted it, in milliseconds. */
  noted: { turns: number; at: number } | null;
};

const MINUTE = 60_000;

export const emptyHall = (capacity: number, needsApproval: boolean): Hall => ({
  capacity,
  needsApproval,
  turns: [],
  checked: 0,
  noted: null,
});

const live = ({ turns }: Hall): Turn[] => turns.filter(({ state }) => state === 'live');
const placed = (hall: Hall): Turn[] => live(hall).filter(({ hasPlace }) => hasPlace);
const waiting = (hall: Hall): Turn[] => live(hall).filter(({ hasPlace }) => !hasPlace);

const letIn = (hall: Hall): void => {
  for (const turn of waiting(hall)) if (placed(hall).length < hall.capacity) turn.hasPlace = true;
};

/** The last turn of a person, also one that has ended. */
export const turnOf = ({ turns }: Hall, person: number): Turn | undefined =>
  turns.findLast((turn) => turn.person === person);

/** The next turn; nobody's turn holds its place as any other, until the job finds it. */
export const takeTurn = (hall: Hall, person: number | null): Turn => {
  const turn: Turn = { person, state: 'live', hasPlace: false, isApproved: false, booth: null };
  hall.turns.push(turn);
  letIn(hall);
  return turn;
};

const end = (hall: Hall, turn: Turn, state: 'withdrawn' | 'refused' | 'void'): void => {
  turn.state = state;
  turn.booth = null;
  letIn(hall);
};

/** Every verb tells whether the rules let it happen, and does it if so. */
export const withdraw = (hall: Hall, person: number): boolean => {
  const turn = turnOf(hall, person);
  if (turn?.state !== 'live') return false;
  end(hall, turn, 'withdrawn');
  return true;
};

const isUndecided = (hall: Hall, turn: Turn | undefined): turn is Turn =>
  turn?.state === 'live' && hall.needsApproval && !turn.isApproved;

export const refuse = (hall: Hall, person: number): boolean => {
  const turn = turnOf(hall, person);
  if (!isUndecided(hall, turn)) return false;
  end(hall, turn, 'refused');
  return true;
};

export const approve = (hall: Hall, person: number): boolean => {
  const turn = turnOf(hall, person);
  if (!isUndecided(hall, turn)) return false;
  turn.isApproved = true;
  return true;
};

export const resize = (hall: Hall, capacity: number): boolean => {
  if (capacity < hall.capacity && live(hall).length > capacity) return false;
  hall.capacity = capacity;
  letIn(hall);
  return true;
};

export const holderOf = ({ turns }: Hall, booth: string): Turn | undefined =>
  turns.find((turn) => turn.booth === booth);

export const assignBooth = (hall: Hall, person: number, booth: string): boolean => {
  const turn = turnOf(hall, person);
  if (!turn || visibleState(hall, turn) !== 'confirmed') return false;
  if (turn.booth !== null && turn.booth !== booth) return false;
  if ((holderOf(hall, booth) ?? turn) !== turn) return false;
  turn.booth = booth;
  return true;
};

export const releaseBooth = (hall: Hall, booth: string): boolean => {
  const turn = holderOf(hall, booth);
  if (turn) turn.booth = null;
  return turn !== undefined;
};

/** A run of the job: what was noted ten minutes ago and is still nobody's has no place and no turn any more. */
export const runJob = (hall: Hall, now: number): void => {
  if (hall.checked === hall.turns.length) return;
  const { noted } = hall;
  if (noted && noted.turns > hall.checked) {
    if (now - noted.at < 10 * MINUTE) return;
    for (const turn of hall.turns.slice(0, noted.turns))
      if (turn.person === null && turn.state === 'live') end(hall, turn, 'void');
    hall.checked = noted.turns;
  }
  hall.noted = { turns: hall.turns.length, at: now };
};

export const visibleState = ({ needsApproval }: Hall, { state, hasPlace, isApproved }: Turn): string => {
  if (state !== 'live') return state;
  if (!hasPlace) return 'waiting';
  return needsApproval && !isApproved ? 'pending' : 'confirmed';
};

/** The place of a turn among the people who wait. */
export const waitingPlace = (hall: Hall, turn: Turn): number | null =>
  turn.state === 'live' && !turn.hasPlace
    ? waiting(hall)
        .filter(({ person }) => person !== null)
        .indexOf(turn) + 1
    : null;

/** The same with everybody who came since the last one that has a place, also those who have left. */
export const waitingPlaceAtMost = ({ turns }: Hall, turn: Turn): number =>
  turns.indexOf(turn) - turns.findLastIndex(({ state, hasPlace }) => state === 'live' && hasPlace);
