namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>What the child says of the model it has loaded; the version is llama.cpp's release, the type of weights by its name.</summary>
internal sealed record LoadedModel(string Version, string WeightType, int VocabularySize, int HiddenSize, int TrainedContext, int Capacity, int MaxRows)
{
    public void Write(FrameWriter writer) => writer.Start(MessageKind.Opened)
        .Add(Version).Add(WeightType).Add(VocabularySize).Add(HiddenSize).Add(TrainedContext).Add(Capacity).Add(MaxRows);

    public static LoadedModel Read(ref FrameReader reader)
    {
        var model = new LoadedModel(reader.Text(), reader.Text(), reader.Int(), reader.Int(), reader.Int(), reader.Int(), reader.Int());
        return model is { VocabularySize: > 0, HiddenSize: > 0, TrainedContext: > 0, Capacity: > 0, MaxRows: > 0 }
            ? model : throw new InvalidDataException("llama.cpp's process describes its model by impossible numbers.");
    }
}
