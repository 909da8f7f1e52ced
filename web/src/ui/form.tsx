import { type ComponentChildren, createContext } from "preact";
import { useContext, useEffect, useMemo, useRef } from "preact/hooks";
import type { ApiFailure } from "../api/api-failure.ts";

type InForm = { readonly failure: ApiFailure | undefined; readonly fields: Set<string> };

const FormContext = createContext<InForm>({ failure: undefined, fields: new Set() });

type FormProps = {
  /** Why the last sending was refused: its fields tell it themselves. */
  failure: ApiFailure | undefined;
  onSubmit: (event: Event) => void;
  class?: string;
  children: ComponentChildren;
};

/** A form whose fields say at themselves what the server has against them; one that is wrong is gone to. */
export function Form({ failure, onSubmit, class: look = "stack", children }: FormProps) {
  const fields = useRef(new Set<string>()).current;
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (failure) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [failure]);
  const value = useMemo(() => ({ failure, fields }), [failure, fields]);
  return (
    <FormContext.Provider value={value}>
      <form class={look} onSubmit={onSubmit} ref={form}>
        {children}
      </form>
    </FormContext.Provider>
  );
}

/** What the server has against this field of the form, until something else is typed. `name` as the API calls it. */
export function useProblem(name: string | undefined, value: string): string | undefined {
  const { failure, fields } = useContext(FormContext);
  const refused = useRef({ failure, value });
  if (refused.current.failure !== failure) refused.current = { failure, value };
  useEffect(() => {
    if (name === undefined) return;
    fields.add(name);
    return () => fields.delete(name);
  }, [name, fields]);
  return name === undefined || refused.current.value !== value ? undefined : failure?.problemAt(name);
}

/** Whether the fields of the form say all there is to say about a failure. */
export function useToldByFields(told: ApiFailure): boolean {
  const { failure, fields } = useContext(FormContext);
  return failure === told && told.isAllAt([...fields]);
}
