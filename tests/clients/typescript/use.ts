import createClient from "openapi-fetch";
import type { paths, components } from "./api";

const api = createClient<paths>({ baseUrl: "https://sanvat.example.vn" });
type Change = components["schemas"]["Change"];
const copy = new Map<string, components["schemas"]["Listing"]>();

export function apply(change: Change): void {
  switch (change.op) {
    case "upsert": {
      const digest: string = change.digest;
      if (change.listing !== undefined && digest !== "") copy.set(change.code, change.listing);
      break;
    }
    case "delete":
      // @ts-expect-error a delete has no listing
      change.listing;
      copy.delete(change.code);
      break;
    default: {
      const never: never = change;
      throw new Error(JSON.stringify(never));
    }
  }
}

export async function follow(since: string): Promise<string> {
  const { data, error, response } = await api.GET("/api/v1/changes", { params: { query: { since, wait: 30 } } });
  if (data === undefined) {
    if (response.status === 410) return "0";
    throw new Error(error.detail);
  }
  data.items.forEach(apply);
  return data.next;
}

export async function categories(): Promise<Map<string, string>> {
  const { data } = await api.GET("/api/v1/categories");
  return new Map((data?.categories ?? []).map((one) => [one.code, one.name.vi ?? one.code]));
}
