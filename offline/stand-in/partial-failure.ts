import { Metadata, status } from "@grpc/grpc-js";
import * as rpc from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Properties } from "./properties";
import { structOf } from "./messages";

/** A failed update. The bridge reports it as a partial one: the state takes the new inputs. */
export class PartialFailure extends Error {
  constructor(
    message: string,
    private readonly id: string,
    private readonly inputs: Properties,
    private readonly state: Properties,
  ) {
    super(message);
  }

  /** For the engine. Node's gRPC has no place for an error's details: they travel in the metadata, as Go sends them. */
  asGrpc(): { code: number; details: string; metadata: Metadata } {
    const detail = new rpc.ErrorResourceInitFailed()
      .setId(this.id)
      .setProperties(structOf({ ...this.state, ...this.inputs }))
      .setInputs(structOf(this.inputs))
      .setReasonsList([this.message]);
    const packed = new Any();
    packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
    const answer = new Status().setCode(status.UNKNOWN).setMessage(this.message);
    answer.addDetails(packed);
    const metadata = new Metadata();
    metadata.add("grpc-status-details-bin", Buffer.from(answer.serializeBinary()));
    return { code: status.UNKNOWN, details: this.message, metadata };
  }
}
