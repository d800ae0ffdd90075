import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import type { PropertyChange } from "./diff";
import type { Failure } from "./resource-type";

/** The name that the engine proposes for a resource. */
export function autonameOf(request: rpc.CheckRequest): string | undefined {
  const autonaming = request.getAutonaming();
  if (autonaming?.getMode() === rpc.CheckRequest.AutonamingOptions.Mode.DISABLE) return "disabled";
  return autonaming?.getProposedName();
}

export function checkFailure({ property, reason }: Failure): rpc.CheckFailure {
  return new rpc.CheckFailure().setProperty(property).setReason(reason);
}

const { Kind } = rpc.PropertyDiff;
const kinds = { add: Kind.ADD, delete: Kind.DELETE, update: Kind.UPDATE };
const replacingKinds = { add: Kind.ADD_REPLACE, delete: Kind.DELETE_REPLACE, update: Kind.UPDATE_REPLACE };

/** The protocol's answer to a diff: none if the list of changes is empty. */
export function diffResponse(changes: readonly PropertyChange[]): rpc.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = rpc.DiffResponse.DiffChanges;
  const response = new rpc.DiffResponse()
    .setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(changes.map(({ property }) => property))
    .setReplacesList(changes.filter(({ replace }) => replace).map(({ property }) => property))
    .setHasdetaileddiff(true);
  for (const { property, kind, replace } of changes) {
    const detail = new rpc.PropertyDiff().setKind((replace ? replacingKinds : kinds)[kind]);
    response.getDetaileddiffMap().set(property, detail);
  }
  return response;
}
