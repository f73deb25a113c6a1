import { useQuery } from '@tanstack/react-query';
import { api, take } from '../../shared/api.ts';
import type { paths } from '../../shared/api-types.ts';
import { useLanguage } from '../../shared/language.tsx';

export type Plan =
  paths['/plans']['get']['responses'][200]['content']['application/json']['plans'][number];

export function usePlans() {
  return useQuery({ queryKey: ['plans'], queryFn: () => take(api.GET('/plans')) });
}

/** What a plan is called, by its code. */
export function usePlanName(): (code: string) => string {
  const { language } = useLanguage();
  const { data } = usePlans();
  return (code) => {
    const plan = data?.plans.find((one) => one.code === code);
    if (!plan) return code;
    return language === 'ru' ? plan.name_ru : plan.name_en;
  };
}
