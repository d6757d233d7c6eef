using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Tensors;

public sealed class OptionalBackendsTests
{
    [Fact]
    public void What_is_not_there_is_said_with_what_to_do()
    {
        FluentActions.Invoking(() => OptionalBackends.Find("tpu")).Should().Throw<ArgumentException>().WithMessage("*'tpu'*'torch'*");
        // This suite never has TorchSharp beside it.
        FluentActions.Invoking(() => OptionalBackends.Find("torch")).Should().Throw<PlatformNotSupportedException>().WithMessage("*package cache*");
    }
}
