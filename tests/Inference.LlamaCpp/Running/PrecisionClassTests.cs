using Cocoon.Inference.LlamaCpp.Library;
using Cocoon.Inference.LlamaCpp.Running;

namespace Cocoon.Inference.LlamaCpp.Tests.Running;

public sealed class PrecisionClassTests
{
    [Theory]
    [InlineData("(guessed) all F32", KeyValueType.Single, "fp32")]
    [InlineData("all F32", KeyValueType.Half, "fp16")]
    [InlineData("F16", KeyValueType.Single, "fp16")]
    [InlineData("BF16", KeyValueType.Half, "bf16")]
    [InlineData("Q8_0", KeyValueType.Half, "int8")]
    [InlineData("Q4_K - Medium", KeyValueType.Half, "int4")]
    [InlineData("IQ3_XS - 3.3 bpw", KeyValueType.Half, "int3")]
    [InlineData("MXFP4 MoE", KeyValueType.Half, "mxfp4")]
    public void Kinds_of_weights_have_their_classes(string name, KeyValueType keyValues, string expected) =>
        PrecisionClass.Of(PrecisionClass.WeightsOf(name), keyValues).Should().Be(expected);
}
