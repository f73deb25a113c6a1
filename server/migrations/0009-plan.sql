-- Long work that is bounded, and campaigns whose cost doesn't grow with their size.

alter table jobs
  -- tries in all since it was asked for, or tried again by hand
  add column tries int not null default 0,
  -- the most that its progress ever told to be done: only what goes beyond it gets on
  add column furthest bigint not null default 0;
update jobs set furthest = greatest(floor((progress ->> 'done')::numeric), 0)
where progress ? 'done' and status in ('queued', 'running', 'failed');
