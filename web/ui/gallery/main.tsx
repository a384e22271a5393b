import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import '../app.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<StrictMode><p className="text-17 text-accent p-4">你好 OKPay</p></StrictMode>);
