import { describe, expect, it } from 'vitest';
import { matchesPattern } from '../src/event-pattern.ts';

describe('an event pattern', () => {
  const record = {
    eventName: 'INSERT',
    dynamodb: { Keys: { pk: { S: 'item#1' } }, NewImage: { n: { N: '5' } } },
    resources: ['arn:aws:s3:::uploads', 'arn:aws:s3:::media'],
  };

  it.each([
    { pattern: {}, passes: true },
    { pattern: { eventName: ['INSERT', 'MODIFY'] }, passes: true },
    { pattern: { eventName: ['REMOVE'] }, passes: false },
    { pattern: { dynamodb: { Keys: { pk: { S: [{ prefix: 'item#' }] } } } }, passes: true },
    { pattern: { dynamodb: { Keys: { pk: { S: [{ prefix: 'other#' }] } } } }, passes: false },
    { pattern: { dynamodb: { OldImage: { n: { N: [{ exists: false }] } } } }, passes: true },
    { pattern: { eventName: [{ 'anything-but': ['REMOVE'] }] }, passes: true },
    { pattern: { dynamodb: { NewImage: { n: { N: [{ numeric: ['>', 4, '<=', 5] }] } } } }, passes: true },
    { pattern: { $or: [{ eventName: ['REMOVE'] }, { eventName: ['INSERT'] }] }, passes: true },
    { pattern: { resources: ['arn:aws:s3:::media'] }, passes: true },
    { pattern: { resources: ['arn:aws:s3:::elsewhere'] }, passes: false },
  ])('$pattern passes: $passes', ({ pattern, passes }) => {
    expect(matchesPattern(pattern, record)).toBe(passes);
  });

  it('with a rule that is not served here is refused rather than never met', () => {
    expect(() => matchesPattern({ eventName: [{ wildcard: 'IN*' }] }, record)).toThrow('wildcard');
  });
});
