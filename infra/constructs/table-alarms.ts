import { Duration } from 'aws-cdk-lib';
import { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ARRIVAL_INDEX } from '#shared/data/table/reader.ts';
import { MeaningfulAlarm, type MeaningfulAlarmProps } from './alarm.ts';

export type TableAlarmsProps = { table: Pick<ITable, 'tableName'>; topic: ITopic };

/** Alarms for throttled reads, writes and index writes of the table, and for transaction conflicts. */
export class TableAlarms extends Construct {
  constructor(scope: Construct, id: string, { table, topic }: TableAlarmsProps) {
    super(scope, id);
    const alarm = (
      name: string,
      metricName: string,
      props: Omit<MeaningfulAlarmProps, 'metric' | 'topic'>,
      dimensions: Record<string, string> = {},
    ): MeaningfulAlarm => {
      const dimensionsMap = { TableName: table.tableName, ...dimensions };
      const period = Duration.minutes(5);
      const metric = new Metric({ namespace: 'AWS/DynamoDB', metricName, dimensionsMap, statistic: 'Sum', period });
      return new MeaningfulAlarm(this, name, { metric, topic, ...props });
    };
    // Functions retry for seconds, so a few rejections are not visible to users.
    const threshold = 20;
    alarm('ReadThrottles', 'ReadThrottleEvents', {
      threshold,
      errorImpact: 'Buyers wait for lists or get 503, because one list is read more often than the table allows.',
    });
    alarm('WriteThrottles', 'WriteThrottleEvents', {
      threshold,
      errorImpact: 'What people save or report is slow or refused with 503, because the table takes no more writes.',
    });
    alarm(
      'IndexWriteThrottles',
      'WriteThrottleEvents',
      {
        threshold,
        errorImpact: 'Reports of sales points are slow or refused with 503, because the index of ledgers is full.',
      },
      { GlobalSecondaryIndexName: ARRIVAL_INDEX.name },
    );
    alarm('TransactionConflicts', 'TransactionConflict', {
      threshold: 500,
      evaluationPeriods: 3,
      errorImpact:
        'Many changes meet on one product, event or producer, and some people are asked to send theirs again.',
    });
  }
}
