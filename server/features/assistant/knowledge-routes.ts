import { z } from 'zod';
import {
  knowledgeAnswer,
  knowledgePageAnswer,
  knowledgeSearchAnswer,
  knowledgeSearchQuery,
  newKnowledgeBody,
} from '../../../contract/assistant.ts';
import { doneAnswer, pageQuery } from '../../../contract/common.ts';
import { nextCursor, readCursor } from '../../base/pages.ts';
import { CustomAnswer, defineRoute, type Route } from '../../feature.ts';
import { addDocument, listDocuments, removeDocument } from './knowledge.ts';
import { searchKnowledge } from './search-knowledge.ts';
import type { KnowledgeDocument } from './tables.ts';
import { texts } from './texts.ts';
import { uploadDocument } from './upload-document.ts';

const tag = 'Assistant';

export const knowledgeRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/assistant/knowledge',
    permission: 'assistant.read',
    summary: 'Documents the AI answers from, newest first',
    tag,
    query: pageQuery,
    answers: { 200: knowledgePageAnswer },
    handle: async ({ app, caller, query }) => {
      const page = { limit: query.limit, beforeId: readCursor(query.after) };
      const found = await listDocuments(app, caller.workspaceId, page);
      return { success: true, documents: found.map(view), next: nextCursor(found, query.limit) };
    },
  }),
  defineRoute({
    method: 'POST',
    path: '/assistant/knowledge',
    permission: 'assistant.write',
    summary: 'Add a text to the knowledge; lines with # are its headings',
    tag,
    body: newKnowledgeBody,
    answers: { 201: knowledgeAnswer },
    handle: async ({ app, caller, body }) =>
      added(await addDocument(app, caller, { ...body, kind: 'text' })),
  }),
  defineRoute({
    method: 'POST',
    path: '/assistant/knowledge/upload',
    permission: 'assistant.write',
    summary: 'Add a file to the knowledge: txt, md, html, csv, docx',
    tag,
    multipart: {
      type: 'object',
      properties: {
        file: { type: 'string', format: 'binary' },
        title: { type: 'string', description: 'The name of the file when left out' },
      },
    },
    answers: { 201: knowledgeAnswer },
    handle: async ({ app, caller, request }) => added(await uploadDocument(app, caller, request)),
  }),
  defineRoute({
    method: 'GET',
    path: '/assistant/knowledge/search',
    permission: 'assistant.read',
    summary: 'What the AI would find for a question',
    tag,
    query: knowledgeSearchQuery,
    answers: { 200: knowledgeSearchAnswer },
    handle: async ({ app, caller, query }) => {
      const passages = await searchKnowledge(app, caller.workspaceId, query.q, query.limit);
      return {
        success: true,
        passages: passages.map(({ documentId, ...passage }) => ({
          document_id: documentId,
          ...passage,
        })),
      };
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/assistant/knowledge/:id',
    permission: 'assistant.write',
    summary: 'Delete a document from the knowledge',
    tag,
    params: z.object({ id: z.coerce.number().int().positive() }),
    answers: { 200: doneAnswer },
    handle: async ({ app, caller, params }) => {
      await removeDocument(app, caller, params.id);
      return { success: true, message: texts.documentRemoved[caller.language] };
    },
  }),
];

function added(document: KnowledgeDocument) {
  return new CustomAnswer({ status: 201, body: { success: true, document: view(document) } });
}

function view({ id, title, kind, characters, passages, createdAt }: KnowledgeDocument) {
  return { id, title, kind, characters, passages, created_at: createdAt.toISOString() };
}
