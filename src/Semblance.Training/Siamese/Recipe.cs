using Semblance.Training.Losses;
using Semblance.Training.Networks;

namespace Semblance.Training.Siamese;

/// <summary>What a step learns from: given pairs, or the pairs inside a batch of identities.</summary>
internal enum Objective
{
    /// <summary>The contrastive loss over neighbour pairs, compared by Euclidean distance: the lesson.</summary>
    Contrastive,

    /// <summary>A margin softmax over identities together with the supervised contrastive loss inside the batch, compared by cosine.</summary>
    Margin,
}

/// <summary>Everything that decides what a training makes. It is written into training.json and pack.json.</summary>
internal sealed record Recipe
{
    /// <summary>The lesson, to the letter.</summary>
    public static Recipe Lesson { get; } = new()
    {
        Name = "lesson", Network = LessonNetwork.Name, Objective = Objective.Contrastive,
        Epochs = 10, BatchSize = 128, LearningRate = 1e-3,
    };

    /// <summary>What the field has learned since, from the same 35 people: docs/accuracy.md says how it was chosen.</summary>
    public static Recipe Strong { get; } = new()
    {
        Name = "strong", Network = ResidualNetwork.Name, Objective = Objective.Margin, Augment = true, Mirror = true,
        Epochs = 100, BatchSize = 70, LearningRate = 3e-3, WeightDecay = 0.01, Anneal = true, Margin = 0.2,
    };

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary><see cref="LessonNetwork"/> or <see cref="ResidualNetwork"/>, by name.</summary>
    public required string Network { get; init; }

    /// <summary>What a step learns from.</summary>
    public required Objective Objective { get; init; }

    /// <summary>Times the training pairs (or photos) are gone through.</summary>
    public required int Epochs { get; init; }

    /// <summary>Pairs a step for <see cref="Objective.Contrastive"/>, photos a step for <see cref="Objective.Margin"/>.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Step size of Adam; where <see cref="Anneal"/> is set, its peak.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Decoupled weight decay (AdamW), 0 for plain Adam.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Whether the step size rises over the first tenth of the steps and then falls along half a cosine to nothing.</summary>
    public bool Anneal { get; init; }

    /// <summary>Form of the contrastive loss.</summary>
    public ContrastiveForm Form { get; init; } = ContrastiveForm.Hinge;

    /// <summary>Margin: the distance m of the contrastive loss, or the cosine margin of the softmax.</summary>
    public double Margin { get; init; } = 1;

    /// <summary>What cosines are multiplied by before the margin softmax.</summary>
    public double Scale { get; init; } = 24;

    /// <summary>Weight of the contrastive loss inside the batch beside the margin softmax, 0 for none.</summary>
    public double ContrastWeight { get; init; } = 1;

    /// <summary>Temperature of the contrastive loss inside the batch.</summary>
    public double Temperature { get; init; } = 0.1;

    /// <summary>Photos of each person in a batch.</summary>
    public int PhotosPerPerson { get; init; } = 2;

    /// <summary>Channels of the residual network's first stage.</summary>
    public int Width { get; init; } = 32;

    /// <summary>Whether an embedding is that of the face and its mirror image together.</summary>
    public bool Mirror { get; init; }

    /// <summary>Whether training photos are varied (geometry, light, blur, noise, occlusion).</summary>
    public bool Augment { get; init; }

    /// <summary>The recipe of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Recipe Named(string name) => name switch
    {
        "lesson" => Lesson,
        "strong" => Strong,
        _ => throw new ArgumentException($"There is no recipe \"{name}\"; lesson and strong exist.", nameof(name)),
    };
}
