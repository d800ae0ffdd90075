import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { PropertyChange } from "./diff";
import type { Properties } from "./properties";

export function valuesOf(struct: Struct | undefined): Properties {
  return struct?.toJavaScript() ?? {};
}

export function structOf(properties: Properties): Struct {
  return Struct.fromJavaScript(properties);
}

/** The name that the engine proposes for a resource. */
export function autonameOf(request: rpc.CheckRequest): string | undefined {
  const autonaming = request.getAutonaming();
  if (autonaming?.getMode() === rpc.CheckRequest.AutonamingOptions.Mode.DISABLE) return "disabled";
  return autonaming?.getProposedName();
}

/** The protocol's answer to a diff: none if the list of changes is empty. */
export function diffResponse(changes: readonly PropertyChange[]): rpc.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse()
    .setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changes.map(({ property }) => property))
    .setReplacesList(changes.filter(({ replace }) => replace).map(({ property }) => property))
    .setHasdetaileddiff(true);
  for (const { property, kind, replace } of changes) {
    const detail = new rpc.PropertyDiff().setKind(rpc.PropertyDiff.Kind[`${kind}${replace ? "_REPLACE" : ""}`]);
    response.getDetaileddiffMap().set(property, detail);
  }
  return response;
}
