import { Metadata, status } from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { structOf } from "./messages";
import type { Properties } from "./properties";

/**
 * The failure of an update, as the bridge reports it: as a partial one, so that the state takes the new inputs. Node's
 * gRPC has no place for an error's details: they travel in the metadata, as Go sends them.
 */
export function partialFailure(message: string, id: string, inputs: Properties, state: Properties): Error {
  const detail = new rpc.ErrorResourceInitFailed()
    .setId(id)
    .setProperties(structOf({ ...state, ...inputs }))
    .setInputs(structOf(inputs))
    .setReasonsList([message]);
  const packed = new Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new Status().setCode(status.UNKNOWN).setMessage(message);
  answer.addDetails(packed);
  const metadata = new Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
  return Object.assign(new Error(message), { metadata });
}
