using Cocoon.Inference.LlamaCpp.Library;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>What the child is to load.</summary>
internal sealed record OpenRequest(string LibraryFolder, bool AllowUnknownVersion, string ModelPath, LlamaCppModelOptions Options)
{
    public void Write(FrameWriter writer) => writer.Start(MessageKind.Open)
        .Add(LibraryFolder).Add(AllowUnknownVersion ? 1 : 0).Add(ModelPath)
        .Add(Options.Threads).Add(Options.Capacity).Add(Options.MaxRows).Add(Options.MaxSequences).Add((int)Options.KeyValues);

    public static OpenRequest Read(ref FrameReader reader) => new(reader.Text(), reader.Int() == 1, reader.Text(), new LlamaCppModelOptions
    {
        Threads = reader.Int(), Capacity = reader.Int(), MaxRows = reader.Int(), MaxSequences = reader.Int(), KeyValues = (KeyValueType)reader.Int(),
    });
}
