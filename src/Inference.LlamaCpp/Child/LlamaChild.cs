using Cocoon.Inference.LlamaCpp.Library;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.LlamaCpp.Child;

/// <summary>The child's side: does what comes through the pipe, one message after another, until the pipe ends.</summary>
internal sealed class LlamaChild(Stream input, Stream output) : IDisposable
{
    private readonly FrameStream _frames = new(input, output);
    private LlamaCppModel? _model;
    private LlamaCppBatch? _batch;
    private SharedFloats? _outputs;

    /// <exception cref="EndOfStreamException">The parent has gone, or wants no more.</exception>
    public void Run()
    {
        while (true)
        {
            var request = _frames.Receive();
            try
            {
                Answer(ref request);
            }
            catch (LlamaCppException e)
            {
                _frames.Writer.Start(MessageKind.Failed).Add(e.Message);
            }
            _frames.Send();
        }
    }

    public void Dispose()
    {
        _model?.Dispose();
        _batch?.Dispose();
        _outputs?.Dispose();
    }

    private LlamaCppModel Model => _model ?? throw new InvalidDataException("A message came before a model was opened.");

    private void Answer(ref FrameReader request)
    {
        switch (request.Kind)
        {
            case MessageKind.Open:
                Open(OpenRequest.Read(ref request)).Write(_frames.Writer);
                break;
            case MessageKind.Share:
                _outputs = SharedFloats.Open(request.Text(), request.Int());
                _frames.Writer.Start(MessageKind.Done);
                break;
            case MessageKind.Tokenize:
                var tokens = Model.Tokenize(request.Text(), request.Int() == 1);
                _frames.Writer.Start(MessageKind.Tokens).Add(tokens.Length).Add(tokens);
                break;
            case MessageKind.Step:
                Step(ref request);
                _frames.Writer.Start(MessageKind.Done);
                break;
            default:
                throw new InvalidDataException($"A message of unknown kind {(int)request.Kind} came.");
        }
        request.End();
    }

    private LoadedModel Open(OpenRequest request)
    {
        var library = LlamaCppLibrary.Load(request.LibraryFolder, request.AllowUnknownVersion);
        _model = new LlamaCppModel(library, request.ModelPath, request.Options);
        _batch = new LlamaCppBatch(_model.MaxRows);
        return new LoadedModel(library.Version, _model.WeightType, _model.VocabularySize, _model.HiddenSize, _model.TrainedContext, _model.Capacity, _model.MaxRows);
    }

    private void Step(ref FrameReader request)
    {
        for (var changes = request.Count(); changes > 0; changes--) Change(new SequenceChange(request.Int(), request.Int(), request.Int()));
        var slices = new StepSlice[request.Count()];
        if (slices.Length == 0) return;
        var positions = new int[slices.Length];
        var (rows, hidden) = (0, false);
        for (var i = 0; i < slices.Length; i++)
        {
            slices[i] = new StepSlice(request.Int(), rows, request.Int(), (StepOutput)request.Int());
            positions[i] = request.Int();
            rows = checked(rows + slices[i].Count);
            hidden |= slices[i].Output == StepOutput.HiddenStates;
        }
        FillBatch(slices, positions, request.Ints(rows), hidden);
        Model.Decode(_batch!, hidden);
        WriteOutputs(slices);
    }

    private void Change(SequenceChange change)
    {
        if (change.Source < 0) Model.Forget(change.Target, change.Count);
        else Model.ShareBeginning(change.Source, change.Target, change.Count);
    }

    private void FillBatch(StepSlice[] slices, int[] positions, ReadOnlySpan<int> tokens, bool allRows)
    {
        _batch!.Clear();
        for (var i = 0; i < slices.Length; i++)
        {
            var slice = slices[i];
            for (var row = 0; row < slice.Count; row++)
            {
                // For hidden states llama.cpp wants every row marked.
                var output = allRows || (slice.Output == StepOutput.Logits && row == slice.Count - 1);
                _batch.Add(tokens[slice.Start + row], positions[i] + row, slice.Sequence, output);
            }
        }
    }

    private void WriteOutputs(StepSlice[] slices)
    {
        var place = 0;
        foreach (var slice in slices)
        {
            if (slice.Output == StepOutput.Logits)
            {
                Model.Logits(slice.Start + slice.Count - 1).CopyTo(_outputs!.Slice(place, Model.VocabularySize));
                place += Model.VocabularySize;
            }
            else if (slice.Output == StepOutput.HiddenStates)
            {
                for (var row = 0; row < slice.Count; row++, place += Model.HiddenSize)
                    Model.HiddenState(slice.Start + row).CopyTo(_outputs!.Slice(place, Model.HiddenSize));
            }
        }
    }
}
