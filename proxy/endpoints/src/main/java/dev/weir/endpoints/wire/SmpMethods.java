package dev.weir.endpoints.wire;

import dev.weir.smp.v1.DeliverResponse;
import dev.weir.smp.v1.GetResponse;
import dev.weir.smp.v1.SubmitResponse;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoUtils;

/** The methods of {@code smp.v1.SubmissionService}. Requests are bytes, because they are read strictly, by our own rule. */
public final class SmpMethods {
    /** Full name of the service. */
    public static final String SERVICE = "smp.v1.SubmissionService";

    /** Sends one file of a submission. */
    public static final MethodDescriptor<Payload, SubmitResponse> SUBMIT =
            MethodDescriptor.<Payload, SubmitResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Submit"))
                    .setRequestMarshaller(new PayloadMarshaller())
                    .setResponseMarshaller(ProtoUtils.marshaller(SubmitResponse.getDefaultInstance()))
                    .build();

    /** Tells how far a submission is. */
    public static final MethodDescriptor<Payload, GetResponse> GET = MethodDescriptor.<Payload, GetResponse>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Get"))
            .setRequestMarshaller(new PayloadMarshaller())
            .setResponseMarshaller(ProtoUtils.marshaller(GetResponse.getDefaultInstance()))
            .build();

    /** Hands a receipt to the receiver. */
    public static final MethodDescriptor<Payload, DeliverResponse> DELIVER =
            MethodDescriptor.<Payload, DeliverResponse>newBuilder()
                    .setType(MethodDescriptor.MethodType.UNARY)
                    .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Deliver"))
                    .setRequestMarshaller(new PayloadMarshaller())
                    .setResponseMarshaller(ProtoUtils.marshaller(DeliverResponse.getDefaultInstance()))
                    .build();

    /** The service as a proxy offers it. */
    public static final ServiceDescriptor DESCRIPTOR = ServiceDescriptor.newBuilder(SERVICE)
            .addMethod(SUBMIT)
            .addMethod(GET)
            .build();

    /** The service as a receiver offers it. */
    public static final ServiceDescriptor RECEIVER = ServiceDescriptor.newBuilder(SERVICE)
            .addMethod(SUBMIT)
            .addMethod(GET)
            .addMethod(DELIVER)
            .build();

    private SmpMethods() {}
}
