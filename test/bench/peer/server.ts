// A plain server: hono, @hono/node-server and pg, without validation, authorization, idempotency or a ledger.
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import pg from 'pg';
import { type CardRow, cardColumns, cardOf } from './schema.ts';

const PAGE = 20;

const [connectionString = '', port = '0'] = process.argv.slice(2);
const pool = new pg.Pool({ connectionString, max: 16 });
const app = new Hono();

app.get('/v1/products', async (c) => {
  const limit = Math.min(Number(c.req.query('limit') ?? PAGE), 100);
  const { rows } = await pool.query<CardRow>({
    name: 'list',
    text: `select ${cardColumns} from products order by place limit $1`,
    values: [limit],
  });
  return c.json({ items: rows.map(cardOf) });
});

app.get('/v1/products/:id', async (c) => {
  const { rows } = await pool.query<CardRow & { more: object }>({
    name: 'detail',
    text: `select ${cardColumns}, more from products where id = $1`,
    values: [c.req.param('id')],
  });
  const [row] = rows;
  return row ? c.json({ ...cardOf(row), ...row.more }) : c.json({ code: 'not_found' }, 404);
});

app.post('/v1/sales-points/:id/stock-changes', async (c) => {
  const { lines } = await c.req.json<{ lines: { product: string; quantity: string }[] }>();
  const [line] = lines;
  const { rows } = await pool.query<{ quantity: number }>({
    name: 'sell',
    text: `insert into stock (sales_point, product, quantity) values ($1, $2, -$3::int)
      on conflict (sales_point, product) do update set quantity = stock.quantity + excluded.quantity returning quantity`,
    values: [c.req.param('id'), line?.product, Number(line?.quantity)],
  });
  return c.json({ results: rows });
});

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(port) }, (address) =>
  console.log(`ready: http://127.0.0.1:${address.port}`),
);
