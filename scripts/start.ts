// `npm start`. What Node made of our sources the last time is kept, so that the next start takes half as long to load.
import { enableCompileCache } from 'node:module';

enableCompileCache();
await import('./product.ts');
