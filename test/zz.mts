import { startEngine, createTable, engineClient } from './support/engine.ts';
import { BatchWriteItemCommand, TransactWriteItemsCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { randomUUID } from 'node:crypto';
const T='table';
const e = await startEngine(); await createTable(e.endpoint,T); const c=engineClient(e.endpoint);
const big='x'.repeat(1500);
const time=async(n:string,f:()=>Promise<unknown>)=>{const t=performance.now(); for(let i=0;i<100;i++) await f(); return n+' '+((performance.now()-t)/100).toFixed(2)};
for(let r=0;r<5;r++){
 let i=0;
 console.log(r, await time('tx+token',()=>c.send(new TransactWriteItemsCommand({ClientRequestToken:randomUUID(),TransactItems:Array.from({length:15},(_,k)=>({Put:{TableName:T,Item:{pk:{S:'p'+k},sk:{S:'a'},d:{S:big+(i++)}}}}))}))),
 await time('tx',()=>c.send(new TransactWriteItemsCommand({TransactItems:Array.from({length:15},(_,k)=>({Put:{TableName:T,Item:{pk:{S:'p'+k},sk:{S:'a'},d:{S:big+(i++)}}}}))}))),
 await time('batch',()=>c.send(new BatchWriteItemCommand({RequestItems:{[T]:Array.from({length:15},(_,k)=>({PutRequest:{Item:{pk:{S:'p'+k},sk:{S:'a'},d:{S:big+(i++)}}}}))}}))),
 await time('scan',()=>c.send(new ScanCommand({TableName:T}))));
}
await e.stop(); process.exit(0)
