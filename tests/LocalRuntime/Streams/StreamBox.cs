namespace Cocoon.LocalRuntime.Tests.Streams;

[GenerateSerializer, Alias("test.stream-box")]
public sealed class StreamBox
{
    [Id(0)]
    public int Value { get; set; }
}
